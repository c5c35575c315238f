package dev.lanyard.drivers.cdc;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a link has carried since its driver was made.
 *
 * @param framesIn     frames handed to the listener
 * @param framesOut    frames taken for sending
 * @param readsIn      bulk reads that brought something
 * @param emptyReads   zero-length packets read as a transfer of their own
 * @param writes       bulk writes started
 * @param writesFailed bulk writes that failed; their frames are lost
 * @param malformed    things dropped because they break the format: transfer blocks, tables, datagrams, short frames
 */
public record LinkCounters(long framesIn, long framesOut, long readsIn, long emptyReads, long writes,
                           long writesFailed, long malformed) {

    static final class Counting {
        final LongAdder framesIn = new LongAdder();
        final LongAdder framesOut = new LongAdder();
        final LongAdder readsIn = new LongAdder();
        final LongAdder emptyReads = new LongAdder();
        final LongAdder writes = new LongAdder();
        final LongAdder writesFailed = new LongAdder();
        final LongAdder malformed = new LongAdder();

        LinkCounters now() {
            return new LinkCounters(framesIn.sum(), framesOut.sum(), readsIn.sum(), emptyReads.sum(), writes.sum(),
                    writesFailed.sum(), malformed.sum());
        }
    }
}
