package dev.lanyard.drivers.cdc;

import dev.lanyard.wire.Bytes;
import java.io.IOException;

/** How frames lie in bulk transfers: one each (ECM) or in transfer blocks (NCM). Lives while alternate 1 does. */
interface DataPath {

    /** What was read with one bulk transfer, which ended at {@code nanos}; on the reading thread. */
    void received(Bytes transfer, long nanos);

    void send(byte[] frame, int offset, int length) throws IOException, InterruptedException;

    void flush() throws IOException, InterruptedException;

    /** Refuses further sending and withdraws what is under way; bounded. */
    void stop(String reason);
}
