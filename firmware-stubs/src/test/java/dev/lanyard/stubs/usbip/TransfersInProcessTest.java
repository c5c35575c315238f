package dev.lanyard.stubs.usbip;

import dev.lanyard.drivers.usbip.UsbIpHost;

class TransfersInProcessTest extends TransfersContract {

    @Override
    void start() throws Exception {
        server = UsbIpServer.local();
        host = UsbIpHost.local(server.localAddress());
    }
}
