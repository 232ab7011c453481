package dev.gyre.window.javafx;

import dev.gyre.window.spi.WindowTrait;
import dev.gyre.window.spi.WindowTrait.State;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.web.WebView;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How a window looks and stands: a stage of our own with a view in it, or a view that the application has laid out, whose
 * surroundings are left alone. Tells what comes about, whoever caused it. On JavaFX's thread alone.
 */
final class Frame {

    private final WebView view;
    private final @Nullable Stage stage;
    private final String origin;
    private final Consumer<WindowTrait> news;
    private final InvalidationListener zooms = zoom -> tellZoom();
    private boolean isOutOfSight;

    Frame(WebView view, @Nullable Stage stage, String origin, Consumer<WindowTrait> news) {
        this.view = view;
        this.stage = stage;
        this.origin = origin;
        this.news = news;
        view.zoomProperty().addListener(zooms);
        if (stage != null) {
            watch(stage);
        }
    }

    private void watch(Stage on) {
        on.titleProperty().addListener(title -> news.accept(new WindowTrait.Title(on.getTitle())));
        on.xProperty().addListener(x -> moved(on));
        on.yProperty().addListener(y -> moved(on));
        on.getScene().widthProperty().addListener(width -> resized(on.getScene()));
        on.getScene().heightProperty().addListener(height -> resized(on.getScene()));
        on.resizableProperty().addListener(is -> news.accept(new WindowTrait.Resizable(on.isResizable())));
        on.alwaysOnTopProperty().addListener(is -> news.accept(new WindowTrait.OnTop(on.isAlwaysOnTop())));
        on.focusedProperty().addListener(is -> news.accept(new WindowTrait.Focus(on.isFocused())));
        on.iconifiedProperty().addListener(is -> stands(on));
        on.maximizedProperty().addListener(is -> stands(on));
        on.fullScreenProperty().addListener(is -> stands(on));
        on.showingProperty().addListener(is -> news.accept(new WindowTrait.Visible(on.isShowing())));
    }

    private void tellZoom() {
        news.accept(new WindowTrait.Zoom(view.getZoom()));
    }

    private void moved(Stage on) {
        if (!Double.isNaN(on.getX()) && !Double.isNaN(on.getY())) {
            news.accept(new WindowTrait.Position((int) Math.round(on.getX()), (int) Math.round(on.getY())));
        }
    }

    private void resized(Scene scene) {
        int width = (int) Math.round(scene.getWidth());
        int height = (int) Math.round(scene.getHeight());
        if (width > 0 && height > 0) {
            news.accept(new WindowTrait.Size(width, height));
        }
    }

    private void stands(Stage on) {
        State other = on.isMaximized() ? State.MAXIMISED : State.NORMAL;
        State shown = on.isFullScreen() ? State.FULL_SCREEN : other;
        news.accept(new WindowTrait.Mode(on.isIconified() ? State.MINIMISED : shown));
    }

    /** Tells what a window that has just been shown is like. */
    void tellAll() {
        tellZoom();
        if (stage != null) {
            moved(stage);
            resized(stage.getScene());
            stands(stage);
            news.accept(new WindowTrait.Visible(stage.isShowing()));
            news.accept(new WindowTrait.Focus(stage.isFocused()));
        }
    }

    void apply(WindowTrait trait) {
        if (trait instanceof WindowTrait.Zoom zoom) {
            view.setZoom(zoom.factor());
        } else if (trait instanceof WindowTrait.Background background) {
            paint(background);
        } else if (stage == null) {
            throw new UnsupportedOperationException(
                    "trait: " + trait + " (expected: zoom or background, for the rest is the application's own)");
        } else {
            apply(stage, trait);
        }
    }

    private void paint(WindowTrait.Background background) {
        int rgb = background.rgb();
        Color colour = Color.rgb(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
        view.setPageFill(colour);
        if (stage != null) {
            stage.getScene().setFill(colour);
        }
        news.accept(background);
    }

    private void apply(Stage on, WindowTrait trait) {
        if (trait instanceof WindowTrait.Title title) {
            on.setTitle(title.text());
        } else if (trait instanceof WindowTrait.Position position) {
            on.setX(position.x());
            on.setY(position.y());
        } else if (trait instanceof WindowTrait.Size size) {
            resize(on, size);
        } else if (trait instanceof WindowTrait.Resizable resizable) {
            on.setResizable(resizable.allowed());
        } else if (trait instanceof WindowTrait.OnTop top) {
            on.setAlwaysOnTop(top.wanted());
        } else if (trait instanceof WindowTrait.Mode mode) {
            stand(on, mode.state());
        } else if (trait instanceof WindowTrait.Visible visible) {
            show(on, visible.wanted());
        } else if (trait instanceof WindowTrait.Focus focus && focus.held()) {
            on.toFront();
            on.requestFocus();
        } else {
            applySilent(on, trait);
        }
    }

    private void resize(Stage on, WindowTrait.Size size) {
        view.setPrefSize(size.width(), size.height());
        if (!Double.isNaN(on.getWidth())) { // it has been shown, and its own counts
            on.setWidth(size.width() + borderWidth(on));
            on.setHeight(size.height() + borderHeight(on));
        }
    }

    /**
     * On a stage that was just shown for the first time. Under some window managers, such as Openbox, GTK takes it back to 200 x
     * 200 on the way, and JavaFX believes it: only what is asked for after that lasts.
     */
    void keepSize() {
        Stage on = stage;
        if (on != null && on.isShowing() && !on.isMaximized() && !on.isFullScreen() && !on.isIconified()) {
            on.sizeToScene();
        }
    }

    /** Traits that no property tells of. */
    private void applySilent(Stage on, WindowTrait trait) {
        if (trait instanceof WindowTrait.Minimum least) {
            on.setMinWidth(least.width() + borderWidth(on));
            on.setMinHeight(least.height() + borderHeight(on));
        } else if (trait instanceof WindowTrait.Maximum most) {
            on.setMaxWidth(most.width() + borderWidth(on));
            on.setMaxHeight(most.height() + borderHeight(on));
        } else if (trait instanceof WindowTrait.Icon icon) {
            on.getIcons().setAll(new Image(origin + icon.path(), true));
        } else {
            throw new UnsupportedOperationException(
                    "trait: " + trait + " (expected: one that an open window can change)");
        }
        news.accept(trait);
    }

    private static void stand(Stage on, State state) {
        on.setIconified(state == State.MINIMISED);
        if (state != State.MINIMISED) {
            on.setFullScreen(state == State.FULL_SCREEN);
            on.setMaximized(state == State.MAXIMISED);
        }
    }

    private void show(Stage on, boolean wanted) {
        isOutOfSight = !wanted;
        if (wanted) {
            on.show();
        } else {
            on.hide();
        }
    }

    /** Whether it was wished out of sight, and is not gone. */
    boolean isOutOfSight() {
        return isOutOfSight;
    }

    /** Tells nothing more of a view that may outlive its window. */
    void close() {
        view.zoomProperty().removeListener(zooms);
    }

    private static double borderWidth(Stage on) {
        return on.getWidth() - on.getScene().getWidth();
    }

    private static double borderHeight(Stage on) {
        return on.getHeight() - on.getScene().getHeight();
    }
}
