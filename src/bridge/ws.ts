/** The WebSocket client, typed, and what it dials with, in a module that can be imported lazily. */
// @ts-types="@types/ws"
export { type ClientOptions, WebSocket } from "ws";
export { dialSocket } from "./dial_socket.ts";
