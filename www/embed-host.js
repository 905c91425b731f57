// For the page around: gives every iframe that shows embed.html the height of what is in it.
//   <iframe src="https://…/unrolled/embed.html#preset=sequel" title="How a network reads a text" width="100%" height="900"
//     loading="lazy" allow="clipboard-write; fullscreen"></iframe>
//   <script src="https://…/unrolled/embed-host.js" defer></script>
// To hear more than heights (`unrolled:change`, `unrolled:result`, `unrolled:error`) and to set the attributes of the element with
//   frame.contentWindow.postMessage({ type: "unrolled:set", text: "A fine film." }, "https://…")
// say in the frame's address who you are: embed.html#host=https://your.course
(() => {
  if (!globalThis.document) return; // imported on a server
  const TALLEST = 30_000;
  addEventListener("message", ({ source, data }) => {
    if (data === null || typeof data !== "object" || data.type !== "unrolled:resize") return;
    const height = Number(data.height);
    const frame = [...document.querySelectorAll("iframe")].find(({ contentWindow }) => contentWindow === source);
    // Other people's frames keep their height, whatever they say.
    if (frame === undefined || !/\/embed\.html([?#]|$)/.test(frame.src) || !(height > 0 && height < TALLEST)) return;
    frame.style.height = `${Math.ceil(height)}px`;
  });
})();
