/**
 * What Node's HTTP module holds, taken without importing it: an import asks for each of its names, three of which make Node
 * load all of its fetch, 40 ms of every start.
 */
export const { createServer, STATUS_CODES } = process.getBuiltinModule("node:http");
