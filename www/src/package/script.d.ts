/** A classic script: it exports nothing. Load it with <script src>, or import it for what it defines. */
export {};
