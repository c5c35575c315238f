/** What a Wi-Fi Aware device shows over the air, told and written down as a profile, without testing it. */
package dev.lanyard.cli.aware;
