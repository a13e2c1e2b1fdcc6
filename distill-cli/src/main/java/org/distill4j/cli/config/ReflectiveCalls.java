package org.distill4j.cli.config;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls public methods and constructors by name, as the Java code of a configuration does. */
final class ReflectiveCalls {
  private ReflectiveCalls() {}

  static Object invoke(Class<?> owner, @Nullable Object target, String name, List<Object> given) {
    for (Class<?> type : visible(owner)) {
      for (Method method : type.getMethods()) {
        boolean wanted =
            method.getName().equals(name)
                && Modifier.isStatic(method.getModifiers()) == (target == null);
        Optional<Object[]> arguments = wanted ? fit(method, given) : Optional.empty();
        if (arguments.isPresent()) {
          return run(name, given, () -> method.invoke(target, arguments.get()));
        }
      }
    }
    throw missing(owner, name, given);
  }

  static Object create(Class<?> owner, List<Object> given) {
    for (Constructor<?> constructor : owner.getConstructors()) {
      Optional<Object[]> arguments = fit(constructor, given);
      if (arguments.isPresent()) {
        return run(owner.getSimpleName(), given, () -> constructor.newInstance(arguments.get()));
      }
    }
    throw missing(owner, "new", given);
  }

  /** The public types by which a hidden class, as a package-private record, may be called. */
  private static List<Class<?>> visible(Class<?> owner) {
    List<Class<?>> types = new ArrayList<>(List.of(owner));
    types.addAll(List.of(owner.getInterfaces()));
    types.removeIf(type -> !Modifier.isPublic(type.getModifiers()));
    return types;
  }

  private static Optional<Object[]> fit(Executable executable, List<Object> given) {
    Class<?>[] types = executable.getParameterTypes();
    List<Object> packed =
        executable.isVarArgs() && !isPacked(types, given) ? pack(types, given) : given;
    boolean fits = packed.size() == types.length;
    for (int i = 0; fits && i < types.length; i++) {
      fits = accepts(types[i], packed.get(i));
    }
    return fits ? Optional.of(packed.toArray()) : Optional.empty();
  }

  private static boolean isPacked(Class<?>[] types, List<Object> given) {
    int last = types.length - 1;
    return given.size() == types.length && types[last].isInstance(given.get(last));
  }

  private static List<Object> pack(Class<?>[] types, List<Object> given) {
    int fixed = types.length - 1;
    Class<?> element = types[fixed].getComponentType();
    if (given.size() < fixed || !given.stream().skip(fixed).allMatch(o -> accepts(element, o))) {
      return List.of();
    }
    Object rest = Array.newInstance(element, given.size() - fixed);
    for (int i = fixed; i < given.size(); i++) {
      Array.set(rest, i - fixed, given.get(i));
    }
    List<Object> packed = new ArrayList<>(given.subList(0, fixed));
    packed.add(rest);
    return packed;
  }

  private static boolean accepts(Class<?> type, Object value) {
    if (type == long.class) {
      return value instanceof Long || value instanceof Integer;
    }
    Class<?> boxed =
        type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0).getClass() : type;
    return boxed.isInstance(value);
  }

  private static IllegalArgumentException tooLarge(
      String name, List<Object> given, ArithmeticException overflow) {
    List<Object> numbers = given.stream().filter(Number.class::isInstance).toList();
    return new IllegalArgumentException(
        name
            + " was given "
            + numbers
            + " ("
            + overflow.getMessage()
            + "), expected numbers that can be reckoned with.\nMaybe one has a digit too many.",
        overflow);
  }

  private interface Invocation {
    Object get() throws ReflectiveOperationException;
  }

  private static Object run(String name, List<Object> given, Invocation invocation) {
    try {
      return invocation.get();
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof ArithmeticException overflow) {
        throw tooLarge(name, given, overflow);
      }
      if (thrown.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (thrown.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException("A call of the configuration failed", thrown);
    } catch (ReflectiveOperationException closed) {
      throw new IllegalStateException("A call of the configuration is not allowed", closed);
    }
  }

  private static IllegalStateException missing(Class<?> owner, String name, List<Object> given) {
    Object[] types = given.stream().map(each -> each.getClass().getSimpleName()).toArray();
    return new IllegalStateException(
        owner.getName() + " has no public " + name + Arrays.toString(types));
  }
}
