/** The worker's entry. The build wraps it into `function (port) { … }`: a worker passes its own scope, the page a port. */
import type { Port } from "./protocol";
import { serve } from "./serve";

declare const port: Port;
serve(port);
