/** The rules of Wi-Fi Aware: those that captures show, and those that only a peer shows which asks for it. */
package dev.lanyard.rules.catalogue.aware;
