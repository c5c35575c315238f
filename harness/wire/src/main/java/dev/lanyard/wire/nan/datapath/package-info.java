/**
 * The four messages that secure a Wi-Fi Aware data path: Shared Key Descriptors in Data Path Request, Response, Confirm
 * and Key Installment, with what they prove and the keys they leave. Layouts and codes are those of hostap's frames.
 * Pure logic: frames in, frames out; nothing here shows a secret in a text or an exception.
 */
package dev.lanyard.wire.nan.datapath;
