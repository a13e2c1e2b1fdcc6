package org.distill4j.cli.console;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Handles Ctrl-C and kills: the first ends the process in order, which saves, and the second at
 * once, whatever a thread is waiting for. A process that does not end within the time limit of
 * {@link Interrupts} and {@value #MARGIN} seconds is ended too: a hung disk may block what runs at
 * the end of the virtual machine.
 *
 * <p>The class that tells of signals is in the module jdk.unsupported, which a run-time image may
 * lack; then there is the time limit of trainings alone.
 */
final class ProcessSignals {
  private static final System.Logger LOGGER = System.getLogger(ProcessSignals.class.getName());
  private static final int STATUS = 128;
  private static final int MARGIN = 5;

  /** Set where another process forwards Ctrl-C, which reaches both, as a kill. */
  private static final String RELAYED = "distill.relayed";

  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Runnable end;

  private ProcessSignals(Runnable end) {
    this.end = end;
  }

  /** The system property that marks a process started by another one. */
  static String relayed() {
    return "-D" + RELAYED + "=true";
  }

  /**
   * Starts to handle signals.
   *
   * @param end what is done before a second signal, or the time limit, ends this process
   */
  static void hear(Runnable end) {
    ProcessSignals signals = new ProcessSignals(end);
    for (String name : List.of("INT", "TERM")) {
      try {
        signals.hear(name);
      } catch (ReflectiveOperationException | IllegalArgumentException unheard) {
        LOGGER.log(System.Logger.Level.DEBUG, "A second signal " + name + " is not heard", unheard);
      }
    }
  }

  private void hear(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Method handle = signal.getMethod("handle", signal, handler);
    Object wanted = signal.getConstructor(String.class).newInstance(name);
    int number = (int) signal.getMethod("getNumber").invoke(wanted);
    Object own =
        Proxy.newProxyInstance(
            ProcessSignals.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> answer(method, name, number, proxy, arguments));
    Object before = handle.invoke(null, wanted, own);
    Object ignored = handler.getField("SIG_IGN").get(null);
    if (ignored.equals(before)) {
      // As under nohup, by the wish of whoever started this.
      handle.invoke(null, wanted, ignored);
    }
  }

  private @Nullable Object answer(
      Method method, String name, int number, Object proxy, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        heard(name, number);
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "signals of distill4j";
    };
  }

  private void heard(String name, int number) {
    if (received.add(Boolean.getBoolean(RELAYED) ? name : "")) {
      Thread limit = new Thread(() -> endLater(number), "distill4j-time-limit");
      limit.setDaemon(true);
      limit.start();
      System.exit(STATUS + number);
    }
    end(number);
  }

  private void endLater(int number) {
    try {
      TimeUnit.SECONDS.sleep(Interrupts.timeLimit() + MARGIN);
      end(number);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(int number) {
    end.run();
    Runtime.getRuntime().halt(STATUS + number);
  }
}
