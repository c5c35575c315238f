package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.BytesWriter;

/** A NAN attribute: id 1, length 2, body. */
public sealed interface NanAttribute permits MasterIndication, ClusterAttribute, ServiceIdList, SubscribeServiceIdList,
        ServiceDescriptor, ConnectionCapability, WlanInfrastructure, P2pOperation, Ibss, Mesh,
        FurtherServiceDiscovery, FurtherAvailabilityMap, CountryCode, Ranging, ClusterDiscovery,
        ServiceDescriptorExtension, DeviceCapability, NdpAttribute, NdpExtension, NanAvailability, Ndc, Ndl, NdlQos,
        UnalignedSchedule, RangingInformation, RangingSetup, FtmRangeReport, ElementContainer,
        ExtendedWlanInfrastructure, ExtendedP2pOperation, ExtendedIbss, ExtendedMesh, CipherSuiteInfo,
        SecurityContextInfo, SharedKeyDescriptor, PublicAvailability, DeviceCapabilityExtension, IdentityResolution,
        PairingBootstrapping, VendorAttribute, UnknownAttribute, MalformedAttribute, TruncatedAttribute {

    /** Octets of id and length. */
    int HEADER = 3;

    /** See {@link AttributeId}. */
    int id();

    /** What follows the length. */
    Bytes body();

    /** The whole attribute. */
    default Bytes encode() {
        return encode(id(), body());
    }

    /** An attribute of any id and body. */
    static Bytes encode(int id, Bytes body) {
        if (body.length() > 0xFFFF) {
            throw new IllegalArgumentException("an attribute holds 65535 octets at most, not " + body.length());
        }
        return new BytesWriter().u8(id).u16(body.length()).bytes(body).toBytes();
    }
}
