package dev.lanyard.drivers.cdc;

import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbFormat;

/**
 * What holds between an NCM function and its driver while alternate 1 is selected.
 *
 * @param crc                 whether every datagram carries a CRC-32
 * @param inputSize           the longest block that the accessory may send, in octets
 * @param acceptedBlockLength the longest block that the accessory accepts, in octets: dwNtbOutMaxSize
 * @param maxBlockLength      the longest block that is sent, in octets
 * @param maxDatagrams        most datagrams in a block that is sent; 0: no limit
 * @param alignment           of blocks that are sent
 */
public record NcmSettings(NtbFormat format, boolean crc, long inputSize, long acceptedBlockLength,
                          int maxBlockLength, int maxDatagrams, NtbAlignment alignment) {}
