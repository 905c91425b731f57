/** Whether the page is about to be printed: what is not drawn in the turn of the event loop that says so is not on the paper. */

export const paper = { on: false };

for (const type of ["beforeprint", "afterprint"])
  window.addEventListener(type, () => {
    paper.on = type === "beforeprint";
  });
