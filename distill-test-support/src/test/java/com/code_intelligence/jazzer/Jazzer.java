package com.code_intelligence.jazzer;

import java.util.List;

/** Stands for Jazzer: prints its arguments, and finds something if it has two seconds. */
public final class Jazzer {
  private Jazzer() {}

  public static void main(String[] args) {
    System.out.println(String.join("\n", args));
    System.exit(List.of(args).contains("-max_total_time=2") ? 77 : 0);
  }
}
