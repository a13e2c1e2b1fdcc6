package org.distill4j.network;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the main method of another class in a virtual machine that reports and refuses every attempt
 * to open a connection from Java: sockets, server sockets, and users of proxies, as {@code
 * java.net.http} and {@code URLConnection} are. {@link NoChannels} does the same for channels. It
 * cannot see what native code of an engine does by itself, nor look-ups of names.
 */
public final class CountedConnections {
  /** The beginning of each report on standard error. */
  public static final String ATTEMPT = "A connection was attempted: ";

  private CountedConnections() {}

  /**
   * Runs the class.
   *
   * @param arguments the name of the class, and its arguments
   * @throws ReflectiveOperationException if there is no such class, or its main method throws
   * @throws IOException if sockets are counted already
   */
  @SuppressWarnings("deprecation") // There is no other way to see every socket.
  public static void main(String... arguments) throws ReflectiveOperationException, IOException {
    Socket.setSocketImplFactory(() -> refuse("a socket"));
    ServerSocket.setSocketFactory(() -> refuse("a server socket"));
    ProxySelector.setDefault(new Selector());
    try {
      Method program = Class.forName(arguments[0]).getDeclaredMethod("main", String[].class);
      program.setAccessible(true);
      program.invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException thrown) {
      throw new IllegalStateException("The program failed", thrown.getCause());
    }
  }

  /**
   * Returns the options with which a virtual machine counts channels too.
   *
   * @return options of java
   */
  public static List<String> options() {
    return List.of("-Djava.nio.channels.spi.SelectorProvider=" + NoChannels.class.getName());
  }

  static SocketImpl refuse(String what) {
    tell(what);
    throw new IllegalStateException("The test allows no connection");
  }

  static void tell(String what) {
    System.err.println(ATTEMPT + what + " at " + List.of(new Throwable().getStackTrace()));
  }

  private static final class Selector extends ProxySelector {
    @Override
    public List<java.net.Proxy> select(URI uri) {
      tell(String.valueOf(uri));
      return List.of(java.net.Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      tell(String.valueOf(uri));
    }
  }
}
