package dev.lanyard.drivers.kernel;

import java.io.IOException;

/** What the harness changes of an interface, and must be able to put back. */
interface LinkControl {

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
    AutoCloseable hearGroups(int index) throws IOException;
}
