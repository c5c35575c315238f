package dev.lanyard.drivers.kernel;

import java.io.IOException;

/** What the harness changes of an interface, and must be able to put back. */
interface LinkControl {

    /**
     * Whether this process may do what the rest of this interface is about, and capture; nothing is changed.
     *
     * @throws IOException when it may not
     */
    default void requireRights(String name, int index) throws IOException {
        hearGroups(index).close();
        setUp(name, isUp(name));
    }

    boolean isUp(String name) throws IOException;

    void setUp(String name, boolean up) throws IOException;

    /** Gives the interface an IPv4 address beside those that it has. */
    void addAddress(String name, String address, int prefixLength) throws IOException;

    /** Takes what {@link #addAddress} gave; nothing when it is not there. */
    void removeAddress(String name) throws IOException;

    /**
     * Lets frames to all groups through until the result is closed, without the interface becoming promiscuous. The
     * operating system takes it back by itself when this process ends.
     */
    Hearing hearGroups(int index) throws IOException;

    /** What {@link #hearGroups} holds. */
    interface Hearing extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
