package dev.lanyard.stubs.net;

/** How the accessory comes by its IPv4 address. */
interface Ipv4Addressing {

    /** The link is up. */
    void start();

    /** The link is gone. */
    void stop();

    /** Sees every ARP packet of the host before it is answered. */
    default void arp(byte[] frame) {}

    /**
     * What has the address when there is one.
     *
     * @param whenConfigured run when an address has been taken or changed
     * @param whenDropped    run when there is none any more
     */
    record Interface(ArpResponder arp, Ipv4Layer ipv4, Runnable whenConfigured, Runnable whenDropped) {

        /** Takes the address and announces it; {@code lost} as for {@link ArpResponder#start}. */
        void take(int address, int mask, Runnable lost) {
            ipv4.configure(address, mask);
            arp.start(address, lost);
            whenConfigured.run();
        }

        void drop() {
            ipv4.configure(0, 0);
            arp.stop();
            whenDropped.run();
        }
    }

    /** An address for good. */
    record Static(Interface self, int address, int mask) implements Ipv4Addressing {

        @Override
        public void start() {
            self.take(address, mask, null);
        }

        @Override
        public void stop() {
            // Kept: a static address does not depend on the link.
        }
    }
}
