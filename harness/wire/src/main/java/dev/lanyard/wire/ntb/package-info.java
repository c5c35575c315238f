/**
 * NCM transfer blocks (NCM10 §3, unchecked): NTB16 and NTB32, with and without CRC-32.
 *
 * <p>Two levels. {@link dev.lanyard.wire.ntb.Ntb} shows every field of a block, however broken, for judging and
 * describing, and {@link dev.lanyard.wire.ntb.NtbBuilder} with {@link dev.lanyard.wire.ntb.NtbEdit} makes blocks in
 * which exactly one thing is wrong. {@link dev.lanyard.wire.ntb.NtbReader} and
 * {@link dev.lanyard.wire.ntb.NtbWriter} move frames and allocate nothing per block. The two levels share no layout
 * code, so each checks the other.
 */
package dev.lanyard.wire.ntb;
