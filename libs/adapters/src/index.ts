export { FileProblem, inputName, openBytes, sizeOf } from './files/byte-source';
export { LINE_LIMIT, readLines, type Line, type TextLine } from './files/line-reader';
export { replayFile, type ReplayAnswer, type ReplayRequest } from './files/replay-file';
