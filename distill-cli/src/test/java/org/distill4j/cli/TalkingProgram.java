package org.distill4j.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;

/** Opens a connection of one kind, which {@link NoConnectionTest} is to notice. */
public final class TalkingProgram {
  private TalkingProgram() {}

  public static void main(String... arguments) throws IOException {
    switch (arguments[0]) {
      case "socket" -> new Socket(InetAddress.getLoopbackAddress(), 9).close();
      case "channel" -> SocketChannel.open().close();
      default -> URI.create("http://127.0.0.1:9/").toURL().openStream().close();
    }
  }
}
