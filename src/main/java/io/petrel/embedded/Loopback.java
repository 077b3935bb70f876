package io.petrel.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Ports of 127.0.0.1. */
final class Loopback {
  static final String ADDRESS = "127.0.0.1";

  private Loopback() {}

  /**
   * Different free ports. Another process can take them before they are used; the server then fails
   * to start with a clear message.
   */
  static int[] freePorts(int count) {
    @Nullable ServerSocket[] held = new ServerSocket[count];
    try {
      int[] ports = new int[count];
      for (int i = 0; i < count; i++) {
        held[i] = new ServerSocket(0, 1, address());
        ports[i] = held[i].getLocalPort();
      }
      return ports;
    } catch (IOException e) {
      throw new EmbeddedServerException("No free port on " + ADDRESS + ": " + e.getMessage(), e);
    } finally {
      for (ServerSocket socket : held) {
        closeQuietly(socket);
      }
    }
  }

  /**
   * Fails if the port is in use.
   *
   * @param what the server that needs it, for the message
   */
  static void requireFree(String what, int port) {
    if (port < 1 || port > 65535) {
      throw new EmbeddedServerException(
          "%s: port %d is not a port; allowed are 1 to 65535, or 0 for any free one"
              .formatted(what, port));
    }
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do: a port in TIME_WAIT after a restart counts as free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(), port), 1);
    } catch (IOException e) {
      throw new EmbeddedServerException(
          "%s: cannot listen on %s:%d (%s); is another program using this port?"
              .formatted(what, ADDRESS, port, e.getMessage()),
          e);
    }
  }

  private static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static void closeQuietly(@Nullable ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // A listening socket without connections loses nothing.
    }
  }
}
