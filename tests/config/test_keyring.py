"""The keyring: made once, for its owner alone, and never silently replaced."""

import json
import re
import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kt1.config.keyring import KeyringError, load_keyring, rotate_keyring
from kt1.custody.units.codes import KEY_NUMBERS, CodeCheck, Keyring, check, new_many


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keyring.json"


def codes(ring: Keyring) -> tuple[str, ...]:
    return new_many(ring.keys, ring.issuing, 3, secrets.token_bytes)


def test_the_first_use_makes_a_key_for_the_owner_alone(path: Path) -> None:
    made = load_keyring(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert load_keyring(path) == made
    assert [file.name for file in path.parent.iterdir()] == ["keyring.json"]


def test_of_many_who_start_at_once_all_get_the_same_key(path: Path) -> None:
    path.parent.mkdir()
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: load_keyring(path), range(16)))

    assert all(ring == rings[0] for ring in rings)


def test_codes_of_an_older_key_stay_good(path: Path) -> None:
    old = codes(load_keyring(path))

    rotated = rotate_keyring(path)
    fresh = codes(rotated)

    assert rotated.issuing == 1
    assert load_keyring(path) == rotated
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {check(code, rotated.keys) for code in old + fresh} == {CodeCheck.OK}


def test_rotations_at_once_lose_no_key(path: Path) -> None:
    load_keyring(path)
    with ThreadPoolExecutor(4) as pool:
        rings = list(pool.map(lambda _: rotate_keyring(path), range(6)))

    final = load_keyring(path).keys
    assert sorted(final) == list(range(7))
    assert all(ring.keys.items() <= final.items() for ring in rings)


def test_a_full_keyring_says_so(path: Path) -> None:
    for _ in KEY_NUMBERS[1:]:
        rotate_keyring(path)

    with pytest.raises(KeyringError, match="32"):
        rotate_keyring(path)


def test_a_keyring_open_to_others_is_refused(path: Path) -> None:
    load_keyring(path)
    path.chmod(0o640)

    with pytest.raises(KeyringError, match="chmod 600"):
        load_keyring(path)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"issuing": 3, "keys": {"0": "zz"}}', '{"issuing":0,"keys":[]}']
)
def test_a_damaged_keyring_is_kept_and_reported(path: Path, content: str) -> None:
    load_keyring(path)
    path.write_text(content)

    with pytest.raises(KeyringError, match=re.escape(str(path))) as raised:
        load_keyring(path)

    assert raised.value.__suppress_context__
    assert path.read_text() == content


def test_the_issuing_key_must_be_there(path: Path) -> None:
    load_keyring(path)
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, "issuing": 5}))

    with pytest.raises(KeyringError):
        load_keyring(path)


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(KeyringError):
        load_keyring(tmp_path / "file" / "keyring.json")
