/**
 * What an attempt's evidence shows, arranged for judges: descriptors that were read, requests and their answers,
 * notifications after the data path was opened, transfer blocks, DHCP messages. Nothing here judges.
 */
package dev.lanyard.rules.observation;
