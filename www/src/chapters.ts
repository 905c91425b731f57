/** The third script: the views of all chapters but the reading, the tour and the dialogs, loaded when the first of them is opened. */

import { bring } from "./page/element/inside";
import "./page/element/panel";
import "./page/views/examples/view";
import "./page/views/move/view";
import "./page/views/memory/view";
import "./page/views/looking/view";
import "./page/views/model/view";
import "./page/views/pattern/view";
import "./page/views/phrases/view";
import "./page/views/anchors/view";
import "./page/views/agreement/view";
import "./page/views/rules/view";
import "./page/views/what-if/view";
import "./page/views/models/view";
import "./page/views/credibility/view";
import "./page/lesson/tour";
import "./page/export/embed";
import "./page/export/export";

bring("chapters", {});
