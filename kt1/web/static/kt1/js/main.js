// What every page does beyond HTML. Each part works alone; without any of them the page still works.

import { startForms } from "./forms.js";
import { startKept } from "./kept.js";
import { startKeys } from "./keys.js";
import { startScanning } from "./scan.js";
import { startSession } from "./session.js";

startKeys();
startScanning();
startForms();
startSession();
startKept();
