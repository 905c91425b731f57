/** What an anywidget host hands over. */
export interface Model {
  get(key: string): unknown;
  on?(event: string, callback: () => void): void;
  off?(event: string, callback: () => void): void;
}

declare const widget: {
  /** Puts an <unrolled-explainer> into `el`, with the model's keys as its attributes; returns what takes it away again. */
  render(context: { model: Model; el: HTMLElement }): () => void;
};

export default widget;
