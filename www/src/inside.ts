/** The second script: every view but the verdict, the text and the running score, loaded after those are on the screen. */

import { EngineClient } from "./engine/client";
import { sayErrorsBy } from "./page/engine";
import { bring } from "./page/inside";
import { errorSentence } from "./page/sentences/errors";
import "./page/companion";
import "./page/folds";
import "./page/messages";
import "./page/parts/examples";
import "./page/parts/move";
import "./page/parts/memory";
import "./page/parts/looking";
import "./page/parts/model";
import "./page/parts/contribution";
import "./page/parts/motion";
import "./page/parts/pattern";
import "./page/parts/phrases";
import "./page/parts/anchors";
import "./page/parts/agreement";
import "./page/parts/rules";
import "./page/parts/whatif";
import "./page/parts/summary";
import "./page/parts/models";
import "./page/parts/credibility";
import "./page/parts/tour";
import "./page/parts/embed";
import "./page/parts/export";

sayErrorsBy(errorSentence);
bring({ EngineClient });
