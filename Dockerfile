# The portal as it is deployed. bin/setup is the script that also sets up a bare machine: system libraries for PDF,
# locked Python packages, the pages' assets.
FROM python:3.11-slim-bookworm

WORKDIR /srv/portal
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

# Apart from the code, so that a change of code does not install everything anew.
COPY requirements requirements
COPY package.json package-lock.json ./
COPY bin bin
RUN bin/setup --production && rm -rf .venv/node .venv/uv node_modules /root/.cache /root/.npm /var/lib/apt/lists/*

COPY . .
# The key is for this one command: nothing is signed by it.
RUN SECRET_KEY=only-for-collecting-static-files .venv/bin/python manage.py collectstatic --no-input

RUN useradd --system --user-group --no-create-home portal && mkdir -p var/media && chown portal:portal var var/media
USER portal
ENV BIND=0.0.0.0 PORT=8000
EXPOSE 8000
CMD ["bin/run", "web"]
