/** The entry of the npm package's ES module: defines the elements and hands out the engine they use. */
import { EngineClient } from "./engine/client";
import "./main";
import { bring } from "./page/element/inside";

// The element uses this engine, not the one that the second script holds, so that both share threads and downloads.
bring("inside", { EngineClient });

export { EngineClient };
