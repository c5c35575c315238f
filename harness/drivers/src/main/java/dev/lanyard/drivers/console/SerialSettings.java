package dev.lanyard.drivers.console;

import java.util.Optional;

/**
 * How a serial line is driven.
 *
 * @param baud     symbols a second; 1 or more. A CDC-ACM port takes any
 * @param dataBits 5 to 8
 * @param stopBits 1 or 2
 * @param rtsCts   whether both ends use RTS and CTS to hold the other one back
 * @param dtr      how DTR stands while the line is open; empty leaves it to the driver. Development boards are often
 *                 reset by it
 * @param rts      the same of RTS
 */
public record SerialSettings(int baud, int dataBits, Parity parity, int stopBits, boolean rtsCts,
                             Optional<Boolean> dtr, Optional<Boolean> rts) {

    /** The parity bit. */
    public enum Parity { NONE, EVEN, ODD, MARK, SPACE }

    /** 115200 baud, 8 data bits, no parity, one stop bit, no flow control. */
    public static final SerialSettings DEFAULT =
            new SerialSettings(115_200, 8, Parity.NONE, 1, false, Optional.empty(), Optional.empty());

    /** {@code 115200 baud, 8N1}. */
    @Override
    public String toString() {
        return baud + " baud, " + dataBits + parity.name().charAt(0) + stopBits + (rtsCts ? " with RTS/CTS" : "");
    }
}
