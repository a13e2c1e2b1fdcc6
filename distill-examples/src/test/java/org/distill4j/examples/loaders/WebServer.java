package org.distill4j.examples.loaders;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs an application as a web server does: its own copy of each class comes first. */
public final class WebServer {
  private WebServer() {}

  private static final class ChildFirst extends URLClassLoader {
    ChildFirst(List<URL> jars) {
      super("web application", jars.toArray(URL[]::new), WebServer.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        try {
          return findClass(name);
        } catch (ClassNotFoundException elsewhere) {
          return super.loadClass(name, resolve);
        }
      }
    }
  }

  /**
   * Runs the application.
   *
   * @param args its main class, and a file with the paths of its jars, one a line
   * @throws Exception if it fails
   */
  public static void main(String[] args) throws Exception {
    ClassLoader application = new ChildFirst(urls(Path.of(args[1])));
    Thread.currentThread().setContextClassLoader(application);
    Class<?> main = application.loadClass(args[0]);
    main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
  }

  private static List<URL> urls(Path list) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String jar : Files.readAllLines(list)) {
      urls.add(Path.of(jar).toUri().toURL());
    }
    return urls;
  }
}
