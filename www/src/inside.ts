/** The second script: the views that look inside the network, loaded after the first has shown its own. */

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
