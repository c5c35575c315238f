package dev.lanyard.stubs.fault;

import static dev.lanyard.stubs.fault.ConfigurationEdit.device;
import static dev.lanyard.stubs.fault.ControlDefects.accept;
import static dev.lanyard.stubs.fault.ControlDefects.answer;
import static dev.lanyard.stubs.fault.ControlDefects.ignore;
import static dev.lanyard.stubs.fault.ControlDefects.request;
import static dev.lanyard.stubs.fault.ControlDefects.stall;
import static dev.lanyard.stubs.fault.ControlDefects.standard;
import static dev.lanyard.stubs.fault.ControlDefects.take;
import static dev.lanyard.stubs.fault.Fault.fault;

import dev.lanyard.stubs.cdc.FunctionSettings;
import dev.lanyard.stubs.usb.ControlRequest;
import dev.lanyard.wire.Bytes;
import dev.lanyard.wire.cdc.CdcFunction.Model;
import dev.lanyard.wire.cdc.CdcRequest;
import dev.lanyard.wire.cdc.PacketFilter;
import dev.lanyard.wire.usb.DescriptorType;
import dev.lanyard.wire.usb.SetupPacket;
import dev.lanyard.wire.usb.StandardRequests;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Faults of standard requests, and of the class requests that ECM and NCM share. */
final class ControlFaults {

    private static final int PRODUCT = 10;
    private static final int NUM_CONFIGURATIONS = 17;
    private static final int CONTROL_INTERFACE = 0;
    /** A string of twelve characters: of the accessories' strings that is the host's address alone. */
    private static final int ADDRESS_STRING = 26;
    private static final int LAST_DIGIT = 24;
    private static final int MULTICAST = 1;
    /** Configuration 2 of 18 octets, with one vendor-specific interface. */
    private static final Bytes OTHER_CONFIGURATION = Bytes.hex("09021200010200803209040000 00ff000000");

    static final List<Fault> ALL = List.of(
            fault("USB-CFG-10", "GET_INTERFACE is stalled.")
                    .does(stall(standard(StandardRequests.GET_INTERFACE))),
            fault("USB-CFG-13", "There is a second configuration, and the one with the network function is refused.")
                    .does(device(honest -> Octets.with(honest, NUM_CONFIGURATIONS, 2)),
                            take(standard(StandardRequests.GET_DESCRIPTOR).and(setup ->
                                    setup.wValue() == (DescriptorType.CONFIGURATION << 8 | 1)),
                                    request -> request.reply(OTHER_CONFIGURATION)),
                            stall(standard(StandardRequests.SET_CONFIGURATION).and(setup -> setup.wValue() == 1))),
            fault("USB-CFG-15", "idProduct is another than its profile declares.")
                    .does(device(honest -> Octets.with(honest, PRODUCT, 0x02, 0x40))),
            fault("ECM-DESC-12", "The host's MAC address is another one at each attach.")
                    .doing(ChangingAddress::new),
            fault("ECM-REQ-01", "SetEthernetPacketFilter is stalled.")
                    .of(Model.ECM)
                    .does(stall(request(CdcRequest.SET_ETHERNET_PACKET_FILTER))),
            fault("ECM-REQ-02", "SetEthernetPacketFilter is stalled when it asks for promiscuous mode.")
                    .does(stall(request(CdcRequest.SET_ETHERNET_PACKET_FILTER)
                            .and(setup -> (setup.wValue() & PacketFilter.PROMISCUOUS.bit()) != 0))),
            fault("ECM-REQ-03", "SetEthernetPacketFilter is accepted with a data stage.")
                    .does(accept(request(CdcRequest.SET_ETHERNET_PACKET_FILTER)
                            .and(setup -> setup.wLength() != 0))),
            fault("ECM-REQ-04", "The packet filter is accepted and not obeyed.")
                    .does(accept(request(CdcRequest.SET_ETHERNET_PACKET_FILTER)
                            .and(setup -> setup.wLength() == 0 && setup.wIndex() == CONTROL_INTERFACE))),
            fault("ECM-REQ-05", "Multicast frames are dropped, whatever the packet filter is.")
                    .does(NetworkDefects.frames(frame -> (frame[0] & MULTICAST) != 0 && frame[0] != -1
                            ? Optional.empty() : Optional.of(frame))),
            fault("ECM-REQ-06", "SetEthernetMulticastFilters is stalled, though wNumberMCFilters is 16.")
                    .does(stall(request(CdcRequest.SET_ETHERNET_MULTICAST_FILTERS))),
            fault("ECM-REQ-07", "GetEthernetStatistic is answered with two octets.")
                    .does(answer(request(CdcRequest.GET_ETHERNET_STATISTIC), honest -> honest.truncate(2))),
            fault("ECM-REQ-08", "Every counter is 0 for ever.")
                    .does(answer(request(CdcRequest.GET_ETHERNET_STATISTIC),
                            honest -> Bytes.wrap(new byte[honest.length()]))),
            fault("ECM-REQ-09", "Class requests that the function does not know get no answer.")
                    .does(ignore(ControlFaults::isUnknownClassRequest)),
            fault("ECM-REQ-10", "SET_INTERFACE is accepted for alternate settings that there are not.")
                    .does(accept(standard(StandardRequests.SET_INTERFACE).and(setup -> setup.wValue() > 1))),
            fault("ECM-REQ-11", "GET_INTERFACE always answers 0.")
                    .does(answer(standard(StandardRequests.GET_INTERFACE), _ -> Bytes.of(0))),
            fault("ECM-REQ-12", "Selecting alternate setting 1 is stalled while it is selected.")
                    .doing(() -> new StatefulDefect() {
                        @Override
                        Optional<ControlRequest> handle(ControlRequest request) {
                            boolean again = isOpen() && isSelection(request.setup())
                                    && request.setup().wValue() == 1;
                            if (again) {
                                request.stall();
                            }
                            return again ? Optional.empty() : Optional.of(request);
                        }
                    }),
            fault("ECM-DATA-05", "A frame is left over for whoever reads in alternate setting 0.")
                    .does(new Defect() {
                        @Override
                        public Optional<Bytes> unusedEndpoint(int bEndpointAddress) {
                            return bEndpointAddress == FunctionSettings.BULK_IN
                                    ? Optional.of(Bytes.wrap(new byte[60])) : Optional.empty();
                        }
                    }));

    private ControlFaults() {}

    private static boolean isUnknownClassRequest(SetupPacket setup) {
        Predicate<CdcRequest> same = known -> known.code() == setup.bRequest();
        return setup.type() == SetupPacket.Type.CLASS && List.of(CdcRequest.values()).stream().noneMatch(same);
    }

    private static final class ChangingAddress extends StatefulDefect {

        @Override
        Optional<ControlRequest> handle(ControlRequest request) {
            boolean string = standard(StandardRequests.GET_DESCRIPTOR).test(request.setup())
                    && request.setup().wValue() >> 8 == DescriptorType.STRING;
            return Optional.of(!string ? request : request.replyingThrough(honest ->
                    honest.length() != ADDRESS_STRING ? honest
                            : Octets.with(honest, LAST_DIGIT, '0' + attaches() % 10)));
        }
    }
}
