package org.plaincqrs.inmemory;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.plaincqrs.storage.HandledCommand;

/**
 * Remembered commands by id; not for use by several threads at once.
 *
 * <p>Open addressing: a command stands at the place that its hash points to, or behind it without a
 * gap. The hashes stand by themselves, so that growing reads memory in order. A HashMap looks at
 * every one of its entries then, each somewhere else, and in a store that fills this takes more
 * time than everything else that a command does. At most half of the places are taken. The hash is
 * the upper half of a sum of products with random factors, which depends on every bit of an id, and
 * by which nobody can make ids meet.
 */
final class CommandTable {
  /** What is kept of a command, and when it was handled. */
  record Remembered(HandledCommand command, long position, long millis) {
    UUID id() {
      return command.id();
    }
  }

  private static final int FIRST_PLACES = 16;

  private final long highFactor = ThreadLocalRandom.current().nextLong() | 1;
  private final long lowFactor = ThreadLocalRandom.current().nextLong() | 1;
  private int[] hashes = new int[FIRST_PLACES];
  private @Nullable Remembered[] commands = new Remembered[FIRST_PLACES];
  private int size;

  /** The command with that id, or null. */
  @Nullable Remembered find(UUID id) {
    return commands[place(id, hash(id))];
  }

  /** Adds a command whose id is not there yet. */
  void add(Remembered command) {
    if (2 * size >= commands.length) {
      grow();
    }
    int hash = hash(command.id());
    put(command, hash, place(command.id(), hash));
    size++;
  }

  /** Removes a command that is there. */
  void remove(Remembered command) {
    int free = place(command.id(), hash(command.id()));
    // Who was pushed behind it moves up, so that nobody is behind a gap.
    for (int place = next(free); commands[place] != null; place = next(place)) {
      if (distance(home(hashes[place]), place) >= distance(free, place)) {
        put(commands[place], hashes[place], free);
        free = place;
      }
    }
    commands[free] = null;
    size--;
  }

  private void grow() {
    int[] oldHashes = hashes;
    @Nullable Remembered[] old = commands;
    hashes = new int[2 * old.length];
    commands = new Remembered[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        int place = home(oldHashes[i]);
        while (commands[place] != null) {
          place = next(place);
        }
        put(old[i], oldHashes[i], place);
      }
    }
  }

  private void put(@Nullable Remembered command, int hash, int place) {
    commands[place] = command;
    hashes[place] = hash;
  }

  /** Where the id stands, or where it would be put. */
  private int place(UUID id, int hash) {
    int place = home(hash);
    Remembered there = commands[place];
    while (there != null && (hashes[place] != hash || !there.id().equals(id))) {
      place = next(place);
      there = commands[place];
    }
    return place;
  }

  private int hash(UUID id) {
    long mixed =
        id.getMostSignificantBits() * highFactor + id.getLeastSignificantBits() * lowFactor;
    return (int) (mixed >>> Integer.SIZE);
  }

  /** The place that a hash points to, by its upper bits. */
  private int home(int hash) {
    return hash >>> (Integer.numberOfLeadingZeros(commands.length) + 1);
  }

  /** How many places a place lies behind another one. */
  private int distance(int from, int place) {
    return (place - from) & mask();
  }

  private int next(int place) {
    return (place + 1) & mask();
  }

  private int mask() {
    return commands.length - 1;
  }
}
