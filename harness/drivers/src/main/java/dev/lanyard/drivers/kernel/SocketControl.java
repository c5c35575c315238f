package dev.lanyard.drivers.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Sets interfaces up by ioctl on a socket (netdevice(7); on macOS the same requests under other numbers, unchecked), so
 * that no program has to be installed for it. What is added to an interface goes under a label of its own.
 */
final class SocketControl implements LinkControl {

    private static final boolean LINUX = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    private static final long GET_FLAGS = LINUX ? 0x8913 : 0xC0206911L;
    private static final long SET_FLAGS = LINUX ? 0x8914 : 0x80206910L;
    private static final long SET_ADDRESS = 0x8916;
    private static final long SET_NETMASK = 0x891C;
    private static final int FLAG_UP = 1;

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final short PACKET_MR_ALLMULTI = 2;
    private static final int MEMBERSHIP_OCTETS = 16;

    private static final int NAME_OCTETS = 16;
    /** A struct ifreq has 40 octets on 64-bit Linux and 32 on macOS. */
    private static final int REQUEST_OCTETS = 40;
    private static final String LABEL = ":ly";
    private static final int NOT_PERMITTED = 1;
    private static final int ACCESS_DENIED = 13;
    private static final int NO_SUCH_DEVICE = 19;
    private static final int NO_SUCH_ADDRESS = 99;

    /** The few functions of the C library that this needs. */
    interface C extends Library {

        int socket(int domain, int type, int protocol) throws LastErrorException;

        int ioctl(int socket, NativeLong request, Object... argument) throws LastErrorException;

        int setsockopt(int socket, int level, int option, Pointer value, int length) throws LastErrorException;

        int close(int socket) throws LastErrorException;
    }

    /** Loaded when it is first needed. */
    private static final class Loaded {
        private static final C LIBRARY = Native.load("c", C.class);
    }

    @Override
    public boolean isUp(String name) throws IOException {
        return (flags(name) & FLAG_UP) != 0;
    }

    @Override
    public void setUp(String name, boolean up) throws IOException {
        int flags = flags(name);
        setFlags(name, up ? flags | FLAG_UP : flags & ~FLAG_UP,
                "taking interface " + name + (up ? " up" : " down"));
    }

    private static int flags(String name) throws IOException {
        try (Memory request = request(name)) {
            call(GET_FLAGS, request, "asking for the state of interface " + name);
            return Short.toUnsignedInt(request.getShort(NAME_OCTETS));
        }
    }

    private static void setFlags(String name, int flags, String asked) throws IOException {
        try (Memory request = request(name)) {
            request.setShort(NAME_OCTETS, (short) flags);
            call(SET_FLAGS, request, asked);
        }
    }

    private static Memory request(String name) {
        byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
        if (octets.length >= NAME_OCTETS) {
            throw new IllegalArgumentException("no interface is called \"" + name + "\"");
        }
        Memory request = new Memory(REQUEST_OCTETS);
        request.clear();
        request.write(0, octets, 0, octets.length);
        return request;
    }

    private static void call(long number, Memory request, String asked) throws IOException {
        int socket = open(AF_INET, SOCK_DGRAM, asked);
        try {
            Loaded.LIBRARY.ioctl(socket, new NativeLong(number, true), request);
        } catch (LastErrorException e) {
            throw failure(asked, e);
        } finally {
            Loaded.LIBRARY.close(socket);
        }
    }

    private static int open(int domain, int type, String asked) throws IOException {
        try {
            return Loaded.LIBRARY.socket(domain, type, 0);
        } catch (LastErrorException e) {
            throw failure(asked, e);
        }
    }

    private static IOException failure(String asked, LastErrorException e) {
        String why = String.valueOf(e.getMessage()).replaceFirst("^\\[\\d+] ", "");
        boolean denied = e.getErrorCode() == NOT_PERMITTED || e.getErrorCode() == ACCESS_DENIED;
        return new IOException(asked + ": " + why + (denied
                ? "; ./lanyard doctor prints the command that gives the right" : ""), e);
    }

    @Override
    public void addAddress(String name, String address, int prefixLength) throws IOException {
        String asked = "giving interface " + name + " the address " + address + "/" + prefixLength;
        requireLinux(asked);
        set(SET_ADDRESS, name, InetAddress.getByName(address).getAddress(), asked);
        int mask = prefixLength == 0 ? 0 : -1 << Integer.SIZE - prefixLength;
        set(SET_NETMASK, name, new byte[] {(byte) (mask >> 24), (byte) (mask >> 16), (byte) (mask >> 8), (byte) mask},
                asked);
    }

    private static void set(long number, String name, byte[] address, String asked) throws IOException {
        try (Memory request = request(label(name))) {
            // A struct sockaddr_in: family in the machine's order, port, address.
            request.setShort(NAME_OCTETS, (short) AF_INET);
            request.write(NAME_OCTETS + 4, address, 0, address.length);
            call(number, request, asked);
        }
    }

    @Override
    public void removeAddress(String name) throws IOException {
        requireLinux("taking the address from interface " + name);
        try {
            // A label that goes down is no more.
            setFlags(label(name), 0, "taking the address from interface " + name);
        } catch (IOException e) {
            boolean none = e.getCause() instanceof LastErrorException last
                    && (last.getErrorCode() == NO_SUCH_ADDRESS || last.getErrorCode() == NO_SUCH_DEVICE);
            if (!none) {
                throw e;
            }
        }
    }

    private static String label(String name) throws IOException {
        if (name.length() + LABEL.length() >= NAME_OCTETS) {
            throw new IOException("the name of interface " + name + " is too long for an address under a label");
        }
        return name + LABEL;
    }

    private static void requireLinux(String asked) throws IOException {
        if (!LINUX) {
            throw new IOException(asked + ": only Linux lets the harness do that");
        }
    }

    @Override
    public Hearing hearGroups(int index) throws IOException {
        if (!LINUX) {
            return () -> { };
        }
        String asked = "hearing frames to groups on interface " + index;
        // Protocol 0: the socket itself is handed no frames.
        int socket = open(AF_PACKET, SOCK_RAW, asked);
        try (Memory membership = new Memory(MEMBERSHIP_OCTETS)) {
            membership.clear();
            membership.setInt(0, index);
            membership.setShort(4, PACKET_MR_ALLMULTI);
            Loaded.LIBRARY.setsockopt(socket, SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership, MEMBERSHIP_OCTETS);
            return () -> Loaded.LIBRARY.close(socket);
        } catch (LastErrorException e) {
            Loaded.LIBRARY.close(socket);
            throw failure(asked, e);
        }
    }
}
