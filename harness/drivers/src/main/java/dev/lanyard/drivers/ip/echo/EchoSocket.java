package dev.lanyard.drivers.ip.echo;

import dev.lanyard.drivers.ip.IpException;
import java.net.InetSocketAddress;

/** What an echo run sends by: a socket of the harness' own host, or one of the operating system's. */
public interface EchoSocket extends AutoCloseable {

    /** Sends a datagram; the array is not used after return. */
    void send(InetSocketAddress to, byte[] payload, int offset, int length) throws IpException, InterruptedException;

    /** Sends now what is still held back. */
    void flush() throws IpException, InterruptedException;

    @Override
    void close();
}
