package org.distill4j.network;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** Refuses channels to the network, and reports each. */
public final class NoChannels extends SelectorProvider {
  /** Creates the provider, for the virtual machine. */
  public NoChannels() {}

  private static IOException refused(String what) {
    CountedConnections.tell(what);
    return new IOException("The test allows no connection");
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    throw refused("a datagram channel");
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    throw refused("a datagram channel");
  }

  @Override
  public Pipe openPipe() throws IOException {
    throw refused("a pipe");
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    throw refused("a selector");
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    throw refused("a server's channel");
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    throw refused("a channel");
  }
}
