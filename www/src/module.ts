/** The entry of the npm package's ES module: defines the elements and hands out the engine they use. */
import "./main";

export { EngineClient } from "./engine/client";
