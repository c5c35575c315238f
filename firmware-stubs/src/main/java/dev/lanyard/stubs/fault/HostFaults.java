package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ControlDefects.request;
import static dev.lanyard.stubs.fault.Fault.fault;
import static dev.lanyard.stubs.fault.NetworkDefects.frames;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcCodes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.Notification;
import dev.lanyard.wire.dhcp.DhcpMessage;
import dev.lanyard.wire.dhcp.DhcpOption;
import dev.lanyard.wire.ntb.Ntb;
import dev.lanyard.wire.ntb.NtbEdit;
import dev.lanyard.wire.ntb.NtbEdit.NdpField;
import dev.lanyard.wire.ntb.NtbFormat;
import dev.lanyard.wire.usb.MicrosoftOs;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Faults that break a host platform's way of starting or using an accessory. */
final class HostFaults {

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86DD;
    private static final int SEGMENT_SIZE_FIELD = 8;
    private static final int JUMBO = 1600;

    static final List<Fault> ALL = List.of(
            fault("HOST-APPLE-01", "The accessory never says that its link is up.")
                    .does(LinkDefects.without(Notification.NETWORK_CONNECTION)),
            fault("HOST-APPLE-03", "SetEthernetPacketFilter is never answered.")
                    .does(ControlDefects.ignore(request(CdcRequest.SET_ETHERNET_PACKET_FILTER))),
            fault("HOST-APPLE-04", "Once alternate setting 1 was left, its link is never said to be up again.")
                    .breaks("HOST-APPLE-01", "after the bounce the link is not said to be up, which this rule asks for too")
                    .doing(HostFaults::deadAfterZero),
            fault("HOST-APPLE-08", "DHCP replies offer the accessory itself as router and as DNS server.")
                    .does(NetworkDefects.ownAddressAsDhcpOption(DhcpOption.ROUTER),
                            NetworkDefects.ownAddressAsDhcpOption(DhcpOption.DOMAIN_NAME_SERVER)),
            fault("HOST-APPLE-09", "The accessory has its static IPv4 address and nothing else.")
                    .does(frames(frame -> etherType(frame) == IPV6 ? Optional.empty() : Optional.of(frame))),
            fault("HOST-APPLE-11", "Large frames have 1600 octets, as wMaxSegmentSize 9014 allows.")
                    .does(ConfigurationEdit.configuration(edit -> edit.put(ConfigurationEdit.functional(
                            CdcCodes.ETHERNET_NETWORKING), SEGMENT_SIZE_FIELD, 0x36, 0x23)),
                            frames(frame -> Optional.of(frame.length < FunctionSettings.MAX_SEGMENT_SIZE ? frame
                                    : Arrays.copyOf(frame, JUMBO)))),
            fault("HOST-WIN-03", "SetNtbFormat is stalled, though NTB32 is offered.")
                    .of(Model.NCM)
                    .does(ControlDefects.stall(request(CdcRequest.SET_NTB_FORMAT))),
            fault("HOST-WIN-05", "Directed IPv4 packets are taken only after SetEthernetPacketFilter.")
                    .of(Model.NCM)
                    .doing(HostFaults::needsFilter),
            fault("HOST-WIN-06", "The Microsoft OS 2.0 descriptors that the BOS announces are stalled.")
                    .of(Model.NCM)
                    .does(ControlDefects.stall(MicrosoftOs::asksForDescriptorSet)),
            fault("HOST-WIN-08", "With NTB32 selected, tables still have the signature of NTB16.")
                    .of(Model.NCM)
                    .does(LinkDefects.transfer(HostFaults::narrowTable)),
            fault("HOST-ANDROID-02", "The accessory grants no DHCP lease and has no link-local address.")
                    .breaks("HOST-APPLE-01", "the first DISCOVER goes unanswered, which this rule asks about too")
                    .does(frames(frame -> etherType(frame) == IPV6 || isDhcp(frame) ? Optional.empty()
                            : Optional.of(frame))));

    private HostFaults() {}

    private static int etherType(byte[] frame) {
        return (frame[12] & 0xFF) << 8 | frame[13] & 0xFF;
    }

    private static boolean isDhcp(byte[] frame) {
        return Ipv4Udp.in(frame).filter(udp -> udp.sourcePort() == DhcpMessage.SERVER_PORT).isPresent();
    }

    private static Bytes narrowTable(Bytes honest) {
        return Ntb.decode(honest).format() == NtbFormat.NTB16 ? honest
                : NtbEdit.of(honest).ndp(0, NdpField.SIGNATURE, NtbFormat.NTB16.ndpSignature(false)).build();
    }

    private static Defect deadAfterZero() {
        return new Defect() {
            private boolean wasOpen;
            private boolean dead;

            @Override
            public Optional<ControlRequest> request(ControlRequest request) {
                boolean selection = request.setup().bmRequestType() == StandardRequests.TO_INTERFACE
                        && request.setup().bRequest() == StandardRequests.SET_INTERFACE;
                if (selection) {
                    dead |= wasOpen && request.setup().wValue() == 0;
                    wasOpen |= request.setup().wValue() == 1;
                } else if (request.setup().bmRequestType() == 0
                        && request.setup().bRequest() == StandardRequests.SET_CONFIGURATION) {
                    dead = false;
                    wasOpen = false;
                }
                return Optional.of(request);
            }

            @Override
            public List<Bytes> notifications(boolean linkUp, List<Bytes> honest) {
                return dead ? List.of() : honest;
            }
        };
    }

    private static Defect needsFilter() {
        return new BulkDefects.Forgetful() {
            private boolean asked;

            @Override
            void forget() {
                asked = false;
            }

            @Override
            public Optional<ControlRequest> request(ControlRequest request) {
                asked |= CdcRequest.of(request.setup()).equals(Optional.of(CdcRequest.SET_ETHERNET_PACKET_FILTER));
                return super.request(request);
            }

            @Override
            public Optional<byte[]> frameFromHost(byte[] frame) {
                boolean directed = (frame[0] & 1) == 0 && etherType(frame) == IPV4;
                return directed && !asked ? Optional.empty() : Optional.of(frame);
            }
        };
    }
}
