# The image of every service of docker-compose.yml but the database and the broker.
# Python packages come from requirements.lock, which uv holds them to, version and hash.
FROM python:3.11.9-slim-bookworm AS build
ARG UV_VERSION=0.13.9
WORKDIR /opt/newsledger
RUN python -m venv /opt/venv && /opt/venv/bin/python -m pip install --no-cache-dir uv==${UV_VERSION}
ENV PATH=/opt/venv/bin:$PATH UV_NO_CACHE=1 UV_COMPILE_BYTECODE=1
COPY pyproject.toml requirements.lock ./
RUN uv pip install --python /opt/venv/bin/python --constraint requirements.lock \
      -r pyproject.toml --extra distributed --extra search hatchling editables
COPY . .
RUN uv pip install --python /opt/venv/bin/python --no-deps --no-build-isolation --editable .

FROM python:3.11.9-slim-bookworm
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/newsledger /opt/newsledger
# a named volume takes over the owner of the folder that it is mounted on
RUN useradd --uid 10001 --user-group --no-create-home newsledger \
 && install --directory --owner newsledger --group newsledger --mode 0750 \
      /var/lib/airflow /var/lib/newsledger /var/lib/newsledger-lake
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /opt/newsledger
USER 10001:10001
