// The package declares its types under the name `domino`; these are the few members that are used here.
declare module '@mixmark-io/domino' {
  export interface SvgElement {
    readonly outerHTML: string;
    textContent: string;
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
    querySelectorAll(selector: string): ArrayLike<SvgElement>;
    remove(): void;
  }
  const domino: { createDocument(html?: string): object };
  export default domino;
}
