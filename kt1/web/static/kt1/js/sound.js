// One rising tone for good, two low ones for bad. Made here: no file is fetched.

let context = null;

function tone(from, to, start, length, shape) {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = shape;
  oscillator.frequency.setValueAtTime(from, start);
  oscillator.frequency.linearRampToValueAtTime(to, start + length);
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(0.25, start + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + length);
}

export function sound(good) {
  if (!("AudioContext" in window)) return;
  context ??= new AudioContext();
  const now = context.currentTime;
  if (good) {
    tone(880, 1320, now, 0.12, "sine");
  } else {
    tone(220, 196, now, 0.18, "square");
    tone(196, 165, now + 0.24, 0.28, "square");
  }
}
