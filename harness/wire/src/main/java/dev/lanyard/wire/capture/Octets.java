package dev.lanyard.wire.capture;

/** Integers in an array of octets, without an object for each. */
final class Octets {

    private Octets() {}

    static int u16le(byte[] array, int at) {
        return array[at] & 0xFF | (array[at + 1] & 0xFF) << 8;
    }

    static int u16be(byte[] array, int at) {
        return (array[at] & 0xFF) << 8 | array[at + 1] & 0xFF;
    }

    static int u32le(byte[] array, int at) {
        return array[at] & 0xFF | (array[at + 1] & 0xFF) << 8 | (array[at + 2] & 0xFF) << 16 | array[at + 3] << 24;
    }

    static int u32be(byte[] array, int at) {
        return array[at] << 24 | (array[at + 1] & 0xFF) << 16 | (array[at + 2] & 0xFF) << 8 | array[at + 3] & 0xFF;
    }
}
