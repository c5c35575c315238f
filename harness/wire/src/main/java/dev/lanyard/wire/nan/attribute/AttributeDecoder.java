package dev.lanyard.wire.nan.attribute;

import dev.lanyard.wire.BytesReader;
import dev.lanyard.wire.nan.ServiceId;

/** From an attribute's id and body to its record. */
final class AttributeDecoder {

    private AttributeDecoder() {}

    /** Null for an id without record; the reader has failed where the layout of the id is not met. */
    static NanAttribute decode(int id, BytesReader in) {
        return switch (id) {
            case AttributeId.MASTER_INDICATION -> new MasterIndication(in.u8(), in.u8());
            case AttributeId.CLUSTER -> new ClusterAttribute(MasterRank.read(in), in.u8(), in.u32());
            case AttributeId.SERVICE_ID_LIST -> new ServiceIdList(ServiceId.readList(in));
            case AttributeId.SERVICE_DESCRIPTOR -> ServiceDescriptor.read(in);
            case AttributeId.CONNECTION_CAPABILITY -> new ConnectionCapability(in.u16());
            case AttributeId.WLAN_INFRASTRUCTURE -> WlanInfrastructure.read(in);
            case AttributeId.P2P_OPERATION -> new P2pOperation(in.u8(), in.mac(), AvailabilityIntervals.read(in));
            case AttributeId.IBSS -> new Ibss(in.mac(), in.mac(), AvailabilityIntervals.read(in));
            case AttributeId.MESH -> Mesh.read(in);
            case AttributeId.FURTHER_SERVICE_DISCOVERY ->
                    new FurtherServiceDiscovery(AvailabilityIntervals.read(in));
            case AttributeId.FURTHER_AVAILABILITY_MAP -> FurtherAvailabilityMap.read(in);
            case AttributeId.COUNTRY_CODE -> new CountryCode(in.bytes(2));
            case AttributeId.RANGING -> Ranging.read(in);
            case AttributeId.CLUSTER_DISCOVERY -> new ClusterDiscovery(in.mac(), in.u64(), MasterRank.read(in));
            case AttributeId.SERVICE_DESCRIPTOR_EXTENSION -> ServiceDescriptorExtension.read(in);
            case AttributeId.DEVICE_CAPABILITY -> DeviceCapability.read(in);
            case AttributeId.NDP -> NdpAttribute.read(in);
            case AttributeId.AVAILABILITY -> NanAvailability.read(in);
            case AttributeId.NDC -> Ndc.read(in);
            case AttributeId.NDL -> Ndl.read(in);
            case AttributeId.NDL_QOS -> new NdlQos(in.u8(), in.u16());
            case AttributeId.UNALIGNED_SCHEDULE -> UnalignedSchedule.read(in);
            case AttributeId.RANGING_INFORMATION -> RangingInformation.read(in);
            case AttributeId.RANGING_SETUP -> RangingSetup.read(in);
            case AttributeId.FTM_RANGE_REPORT -> new FtmRangeReport(in.rest());
            case AttributeId.ELEMENT_CONTAINER -> ElementContainer.read(in);
            case AttributeId.EXTENDED_WLAN_INFRASTRUCTURE ->
                    new ExtendedWlanInfrastructure(in.mac(), in.mac(), in.u8(), NonNanChannel.read(in));
            case AttributeId.EXTENDED_P2P_OPERATION ->
                    new ExtendedP2pOperation(in.u8(), in.mac(), NonNanChannel.read(in));
            case AttributeId.EXTENDED_IBSS -> new ExtendedIbss(in.mac(), in.mac(), NonNanChannel.read(in));
            case AttributeId.EXTENDED_MESH -> new ExtendedMesh(in.mac(), NonNanChannel.read(in), in.rest());
            case AttributeId.CIPHER_SUITE_INFO -> CipherSuiteInfo.read(in);
            case AttributeId.SECURITY_CONTEXT_INFO -> SecurityContextInfo.read(in);
            case AttributeId.SHARED_KEY_DESCRIPTOR -> new SharedKeyDescriptor(in.u8(), KeyDescriptor.read(in));
            case AttributeId.PUBLIC_AVAILABILITY -> new PublicAvailability(ScheduleEntry.readList(in));
            case AttributeId.SUBSCRIBE_SERVICE_ID_LIST -> new SubscribeServiceIdList(ServiceId.readList(in));
            case AttributeId.NDP_EXTENSION -> NdpExtension.read(in);
            case AttributeId.DEVICE_CAPABILITY_EXTENSION -> new DeviceCapabilityExtension(in.u8(), in.u8());
            case AttributeId.IDENTITY_RESOLUTION -> new IdentityResolution(in.u8(), in.bytes(8), in.bytes(8));
            case AttributeId.PAIRING_BOOTSTRAPPING -> PairingBootstrapping.read(in);
            case AttributeId.VENDOR_SPECIFIC -> new VendorAttribute(in.u24be(), in.rest());
            default -> null;
        };
    }
}
