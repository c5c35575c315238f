package dev.lanyard.drivers.ip;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends single packets, in fragments where the MTU asks for it, without letting the link hold them back. */
final class PacketSender implements Icmp.Sender {

    private final Output output;
    private final int mtu;
    private final AtomicInteger identification = new AtomicInteger(ThreadLocalRandom.current().nextInt());

    PacketSender(Output output, int mtu) {
        this.output = output;
        this.mtu = mtu;
    }

    @Override
    public void send(String asked, IpFrames.Header header, byte[] payload) throws IpException, InterruptedException {
        byte[] whole = IpFrames.frame(header, identification.incrementAndGet(), payload);
        List<byte[]> frames = whole.length - PacketView.ETHERNET_HEADER <= mtu ? List.of(whole)
                : IpFrames.fragments(whole, whole.length, mtu);
        for (byte[] frame : frames) {
            output.send(asked, frame, frame.length);
        }
        output.flush(asked);
    }
}
