package dev.lanyard.stubs.fault;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbAlignment;
import dev.lanyard.wire.ntb.NtbBuilder;
import dev.lanyard.wire.ntb.NtbEdit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Notifications and transfers towards the host that are wrong. */
final class LinkDefects {

    /** Where the accessory places datagrams and tables when it does it right. */
    private static final NtbAlignment HONEST = new NtbAlignment(4, 0, 4);

    private LinkDefects() {}

    /** Changes every notification with this code. */
    static Defect notification(int bRequest, UnaryOperator<Bytes> change) {
        return notifications(honest -> honest.stream().map(one -> is(one, bRequest) ? change.apply(one) : one).toList());
    }

    /** Withholds every notification with this code. */
    static Defect without(int bRequest) {
        return notifications(honest -> honest.stream().filter(one -> !is(one, bRequest)).toList());
    }

    /** Changes what is sent when the link comes or goes. */
    static Defect notifications(UnaryOperator<List<Bytes>> change) {
        return new Defect() {
            @Override
            public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
                return change.apply(honest);
            }
        };
    }

    private static boolean is(Bytes notification, int bRequest) {
        return notification.u8(1) == bRequest;
    }

    /** Changes fields of every block. */
    static Defect block(UnaryOperator<NtbEdit> change) {
        return transfer(honest -> change.apply(NtbEdit.of(honest)).build());
    }

    /** Puts the datagrams of every block into one of another structure. */
    static Defect rebuilt(UnaryOperator<NtbBuilder> structure) {
        return transfer(honest -> {
            Ntb block = Ntb.decode(honest);
            NtbBuilder builder = new NtbBuilder(block.format()).sequence(block.header().wSequence())
                    .alignment(HONEST);
            block.datagrams().forEach(builder::add);
            return structure.apply(builder).build();
        });
    }

    /** Changes every bulk transfer to the host. */
    static Defect transfer(UnaryOperator<Bytes> change) {
        return new Defect() {
            @Override
            public Optional<Bytes> toHost(Bytes transfer) {
                return Optional.of(change.apply(transfer));
            }
        };
    }
}
