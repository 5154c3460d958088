// lit-analyzer needs TypeScript's JavaScript interface, which TypeScript 7 no longer has: give it the
// older one that comes with web-component-analyzer.
const Module = require("node:module");
const resolve = Module._resolveFilename;
const typescript = Module.createRequire(require.resolve("web-component-analyzer")).resolve("typescript");
Module._resolveFilename = function (request, ...rest) {
  return request === "typescript" ? typescript : resolve.call(this, request, ...rest);
};
