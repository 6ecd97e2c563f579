package io.nvvideo.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nvvideo.VideoException;
import io.nvvideo.VideoException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SharedCacheTest {
    private static final BooleanSupplier NEVER = () -> false;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SharedCache<String, byte[]> cache = new SharedCache<>(100, bytes -> bytes.length);

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void whatManyWantAtOnceIsLoadedOnce() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<byte[]>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(threads.submit(() -> cache.get("a", NEVER, () -> {
                loads.incrementAndGet();
                begun.countDown();
                await(go);
                return new byte[10];
            })));
        }
        begun.await();
        go.countDown();
        byte[] first = all.get(0).get();
        for (Future<byte[]> each : all) {
            assertThat(each.get()).isSameAs(first);
        }
        assertThat(loads).hasValue(1);
        assertThat(cache.sizeInBytes()).isEqualTo(10);
    }

    @Test
    void aLoadThatFailsFailsItsOwnTaskOnlyAndIsNotKept() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<byte[]> failing = threads.submit(() -> cache.get("a", NEVER, () -> {
            begun.countDown();
            await(go);
            throw new VideoException(Code.CANCELLED, "Cannot read a: the task was cancelled.");
        }));
        begun.await();
        List<Future<byte[]>> others = new ArrayList<>();
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            others.add(threads.submit(() -> cache.get("a", NEVER, () -> new byte[loads.incrementAndGet()])));
        }
        assertThat(loads).hasValue(0);
        go.countDown();
        assertThatThrownBy(failing::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("Cannot read a: the task was cancelled.");
        for (Future<byte[]> other : others) {
            assertThat(other.get()).hasSize(1);
        }
    }

    @Test
    void whoIsCancelledWaitsNoLonger() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<byte[]> slow = threads.submit(() -> cache.get("a", NEVER, () -> {
            begun.countDown();
            await(go);
            return new byte[1];
        }));
        begun.await();
        AtomicBoolean cancelled = new AtomicBoolean();
        Future<byte[]> waiting = threads.submit(() -> cache.get("a", cancelled::get, () -> new byte[2]));
        cancelled.set(true);
        assertThatThrownBy(waiting::get)
                .hasRootCauseMessage("Cannot wait for the index that another task makes: the task was cancelled.");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> cache.get("a", NEVER, () -> new byte[2])).isInstanceOf(VideoException.class);
        assertThat(Thread.interrupted()).isTrue();
        go.countDown();
        assertThat(slow.get()).hasSize(1);
    }

    @Test
    void whatWasUsedLongestAgoGoesFirst() {
        AtomicInteger loads = new AtomicInteger();
        get("a", 40, loads);
        get("b", 40, loads);
        get("a", 40, loads);
        get("c", 40, loads);
        assertThat(loads).hasValue(3);
        assertThat(cache.sizeInBytes()).isEqualTo(80);
        get("a", 40, loads);
        get("c", 40, loads);
        assertThat(loads).hasValue(3);
        get("b", 40, loads);
        assertThat(loads).hasValue(4);
    }

    @Test
    void itNeverHoldsMoreThanItsBound() {
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 2000; i++) {
            get("file " + i, i % 120, loads);
            assertThat(cache.sizeInBytes()).isLessThanOrEqualTo(100);
        }
        assertThat(loads).hasValue(2000);
    }

    private void get(String key, int size, AtomicInteger loads) {
        byte[] value = cache.get(key, NEVER, () -> {
            loads.incrementAndGet();
            return new byte[size];
        });
        assertThat(value).hasSize(size);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
