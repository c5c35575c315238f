package dev.lanyard.rules.observation;

import dev.lanyard.wire.ntb.NtbDefect;
import dev.lanyard.wire.ntb.NtbFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A bulk transfer that the host sent to the function, and what came of the echo requests in it.
 *
 * @param sequence       of the event that shows it
 * @param path           numbers the times between selections, configurations and attachments
 * @param submittedNanos when it was submitted
 * @param pendingNanos   how long the accessory had only this transfer to take and did not
 * @param length         in octets
 * @param packets        whether its length is a multiple of wMaxPacketSize, 0 excepted
 * @param zeroPacket     whether a zero-length packet was to end it
 * @param status         as in {@code Event.Transfer}
 * @param unasked        neither SetEthernetPacketFilter nor SetCrcMode was made since the function was last reset
 * @param block          for NCM
 * @param frameLength    for ECM: what the IP header says that the frame has, else the transfer's length; 0 for NCM
 * @param endsInZero     for ECM: whether the frame's last octet is 0
 * @param echoes         the echo requests in it: ICMP, ICMPv6, UDP to port 7
 */
public record OutTransfer(long sequence, int path, long submittedNanos, long pendingNanos, int length,
                          boolean packets, boolean zeroPacket, String status, boolean unasked, Optional<Block> block,
                          int frameLength, boolean endsInZero, List<Echo> echoes) {

    public OutTransfer {
        echoes = List.copyOf(echoes);
    }

    /**
     * How a block is laid out.
     *
     * @param selected    the format that SetNtbFormat had selected
     * @param namedLength wBlockLength or dwBlockLength
     * @param tableFirst  the first table stands before the first datagram
     * @param shortest    octets of the shortest datagram; 0 without datagrams
     * @param longest     octets of the longest one
     * @param filling     octets inside the block behind everything that it holds
     * @param trailing    octets behind the block
     */
    public record Block(NtbFormat format, NtbFormat selected, long namedLength, int tables, boolean tableFirst,
                        int datagrams, long shortest, long longest, long filling, long trailing,
                        Set<NtbDefect.Kind> defects) {

        public Block {
            defects = Set.copyOf(defects);
        }
    }

    /**
     * An echo request.
     *
     * @param frameLength   octets of its frame
     * @param answeredNanos when the right answer came; -1 for never
     */
    public record Echo(int frameLength, long answeredNanos) {

        public boolean isAnswered() {
            return answeredNanos >= 0;
        }
    }

    /** Whether every echo request in it was answered; false without any. */
    public boolean isAnswered() {
        return !echoes.isEmpty() && echoes.stream().allMatch(Echo::isAnswered);
    }

    /** Whether the accessory took it, or refused it by a stall. */
    public boolean isDecided() {
        return status.equals("OK") || status.equals("STALL") || status.equals("TIMEOUT");
    }

    /** Octets behind the frame of an ECM transfer. */
    public int extra() {
        return block.isPresent() ? 0 : length - frameLength;
    }

    /** Whether nothing about it is special: any accessory that works at all answers the echo requests in it. */
    public boolean isOrdinary() {
        boolean plain = block.map(b -> b.defects().isEmpty() && b.format() == b.selected() && b.namedLength() == length
                && b.tables() == 1 && !b.tableFirst() && b.filling() < OutTransfers.FILLED && b.datagrams() == 1)
                .orElse(length > 0 && extra() == 0);
        return plain && !packets && !echoes.isEmpty() && longestEcho() <= OutTransfers.ORDINARY;
    }

    private int longestEcho() {
        return echoes.stream().mapToInt(Echo::frameLength).max().orElse(0);
    }
}
