package dev.lanyard.stubs.net;

/** What listens on a UDP port. It may rewrite the datagram's frame. */
@FunctionalInterface
interface UdpService {

    void datagram(UdpDatagram datagram);
}
