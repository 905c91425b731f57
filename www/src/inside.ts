/** The second script: the engine and what stands beside the verdict, the text and the river, loaded after those are on the screen. */

import { EngineClient } from "./engine/client";
import { sayErrorsBy } from "./page/element/engine";
import { bring } from "./page/element/inside";
import { errorSentence } from "./page/element/errors";
import "./page/deeds/library";
import "./page/deeds/trip";
import "./page/element/companion";
import "./page/element/folds";
import "./page/element/printing";
import "./page/address/messages";
import "./page/views/reading/view";
import "./page/views/reading/further";
import "./page/views/cell/view";
import "./page/views/units/view";
import "./page/views/summary/view";
import "./page/views/text/changes";
import "./page/views/text/strip";
import "unrolled:shared";

sayErrorsBy(errorSentence);
bring("inside", { EngineClient });
