/**
 * Well-formed exchanges of Wi-Fi Aware devices, frame by frame, with fixed addresses, nonces and keys: what the
 * captures of fixtures/wifi-aware are made of, what defects are planted in, and what a stack is compared with.
 *
 * <p>A {@link dev.lanyard.wire.nan.dialogue.Stage} records what its actors send; a {@link
 * dev.lanyard.wire.nan.dialogue.Dialogue} is the finished recording, which can be changed frame by frame and written as
 * pcapng. {@link dev.lanyard.wire.nan.dialogue.Dialogues} has one clean dialogue per feature.
 */
package dev.lanyard.wire.nan.dialogue;
