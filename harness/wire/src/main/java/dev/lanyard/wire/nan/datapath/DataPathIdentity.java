package dev.lanyard.wire.nan.datapath;

import dev.lanyard.wire.nan.attribute.DataPath;
import dev.lanyard.wire.nan.attribute.NdpAttribute;
import dev.lanyard.wire.nan.attribute.NdpExtension;
import dev.lanyard.wire.nan.frame.NanActionFrame;
import dev.lanyard.wire.net.MacAddress;
import java.util.Optional;

/** What NDP or NDPE says of a data path; token, NDP id and initiator NDI are the same in all of its frames. */
record DataPathIdentity(int token, int ndpId, MacAddress initiatorNdi, int status, int type,
                        Optional<MacAddress> responderNdi, boolean secured) {

    static Optional<DataPathIdentity> of(NanActionFrame frame) {
        Optional<DataPathIdentity> extended = frame.first(NdpExtension.class).map(one -> new DataPathIdentity(
                one.dialogToken(), one.ndpId(), one.initiatorNdi(), one.typeAndStatus() >> 4,
                one.typeAndStatus() & 0xF, one.responderNdi(),
                (one.control() & DataPath.SECURITY_PRESENT) != 0));
        return extended.or(() -> frame.first(NdpAttribute.class).map(one -> new DataPathIdentity(
                one.dialogToken(), one.ndpId(), one.initiatorNdi(), one.status(), one.type(),
                one.responderNdi(), one.securityPresent())));
    }

    boolean isSame(DataPathIdentity other) {
        return token == other.token && ndpId == other.ndpId && initiatorNdi.equals(other.initiatorNdi);
    }
}
